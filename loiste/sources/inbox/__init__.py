"""The inbox: what programs send is stored as it came, and drained to the timeline by a job."""
