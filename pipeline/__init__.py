"""From a werkgroep's input sheet to signed and archived letters to the college.

The way of a sheet (see pipeline/README.md):

    Path -read-> RawSheet -parse-> Dossier -check-> Report -compose-> Letter -render-> Document
         -plan-> Plan -carry out-> Record

`run` tells the story of each command, one line a stage; `model` holds the values that travel.
"""

__version__ = "1.0.0"
