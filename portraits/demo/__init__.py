"""The whole way of a picture on sample people or the operator's own pictures, station by station, through real jobs."""
