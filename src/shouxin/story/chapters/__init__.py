# SPDX-License-Identifier: Apache-2.0
"""The chapters of the story, one file each, in the order of ``shouxin.story.tell``."""
