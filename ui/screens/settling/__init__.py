"""The pages behind Differences that are opened now and then: rules, acceptances, corrections, spot checks."""
