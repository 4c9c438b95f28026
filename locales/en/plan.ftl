### plan
