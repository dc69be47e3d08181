"""How a portrait comes to be: asked for, chosen, enrolled or brought, then reviewed by a second person."""
