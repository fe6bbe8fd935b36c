# SPDX-License-Identifier: Apache-2.0
"""What `benchmarks/run` is made of."""
