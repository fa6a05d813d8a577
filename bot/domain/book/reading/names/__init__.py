"""What a line is about and who: her own things and customers, by how they are typed."""
