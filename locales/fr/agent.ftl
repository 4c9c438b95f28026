### agent
