"""What the markup of a web page says: its metadata, its title, and which stories it shows."""
