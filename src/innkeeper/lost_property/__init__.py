"""Lost and found: finder, witness, safe, neutral contact, handing over with proof."""
