"""What those who look after the portraits of an organisation see."""
