"""The dataset read for what lies between the statements: findings and networks."""
