"""Groups, hotels, rooms, departments, calendars, ref counters."""
