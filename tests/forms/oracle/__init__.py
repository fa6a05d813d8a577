"""ODK's own engine as the judge of how forms are read here; README.md of this folder says how."""
