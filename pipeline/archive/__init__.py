"""From a signed letter to an archive that can be trusted in twenty years.

    path -inspect-> Handed -match-> Match -verify-> Evidence -deposit-> files -store-> archive

`values` holds what travels. Nothing here changes what a person handed in.
"""
