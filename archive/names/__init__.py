"""One name in every script and spelling: Hammouchi, Hamouchi, حموشي, بالحموشي.

text ─sighting─▶ sightings ─▶ lexicon ◀─keys─ word ─candidates─▶ matching ─▶ spellings
                                                   ▲ canonical: what looks alike
                                                   ▲ likelihood: what is learnt of letters

    scripts, forms, keys, canonical     a term as the rules of spelling read it
    likelihood, likeness                how well two spellings fit: in nats, by their looks
    matching, variants                  which candidates are accepted, of the other and of the own script
    compounds                           names of several tokens
    lexicon, sightings, sighting        the tables, and their way from a text and a batch of texts
    expansion, groups, corrections      what is asked: other spellings, groups of them, did you mean
    tables, data                        what ships: costs.tsv (learnt), known.txt, and spellings of names and
                                        places: frequent.tsv, aliases.tsv, exonyms.tsv, all in folded.tsv
"""
