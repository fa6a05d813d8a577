"""The commands of `ovop`, one file each; bot.__main__ is the command line itself."""
