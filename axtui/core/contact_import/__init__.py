"""The files for Autotask's Contact Import: their form, what stands in them and what not, their bytes."""
