"""One module a system: ``prepare``, ``index`` and ``ask``, as ``benchmarks.native.system.System`` has them."""
