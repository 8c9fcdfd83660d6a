"""The pages of a published report: what stands on each (`pages`), in which words (`telling`), behind which address."""
