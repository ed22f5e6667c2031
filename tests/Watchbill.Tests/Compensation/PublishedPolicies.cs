namespace Watchbill.Compensation;

/// <summary>Published pay rules in the language of the organisation file.</summary>
internal static class PublishedPolicies
{
    public const string Tvoed = """
        { "classes": [{"id": "holiday", "on": "holidays"}, {"id": "weekend", "days": "Sat-Sun"}, {"id": "week"}],
          "standby": {"per": "lump", "atLeast": "12h", "rate": "0.125 x hourly",
                      "rates": {"week": "2 x hourly", "weekend": "4 x hourly", "holiday": "4 x hourly"}},
          "callout": {"per": "hour", "rate": "1 x hourly", "rounding": {"to": "1h", "mode": "up", "of": "each"}} }
        """;

    public const string CalOohPay = """
        { "currency": "GBP", "classes": [{"id": "weekend", "days": "Fri-Sun"}, {"id": "weekday"}],
          "standby": {"per": "lump", "atLeast": "6h", "rate": 0, "rates": {"weekday": 50, "weekend": 75}} }
        """;

    public const string IncidentIo = """
        { "currency": "GBP", "classes": [{"id": "boxing_25", "on": "holidays", "days": "Sat"}, {"id": "christmas_30", "on": "holidays"},
            {"id": "weekend_15", "days": "Sat-Sun"}, {"id": "weekday_night_10", "days": "Mon-Fri", "from": "18:00", "to": "09:00"},
                {"id": "base_5"}],
          "standby": {"per": "hour", "rates": {"boxing_25": 25, "christmas_30": 30, "weekend_15": 15, "weekday_night_10": 10,
              "base_5": 5}} }
        """;

    public const string Form3 = """
        { "days": "handover 08:00",
          "classes": [{"id": "bankholiday", "on": "holidays"}, {"id": "weekend", "days": "Sat-Sun"},
            {"id": "excluded", "days": "Mon-Fri", "from": "09:00", "to": "17:00"}, {"id": "weekday"}],
          "standby": {"per": "day", "rates": {"weekday": 1, "weekend": 2, "bankholiday": 2, "excluded": 0}} }
        """;

    public const string PagerDuty = """
        { "currency": "GBP", "businessHours": {"days": "Mon-Fri", "from": "09:00", "to": "18:00"},
          "classes": [{"id": "holiday", "on": "holidays"}, {"id": "weekend", "days": "Sat-Sun"}, {"id": "inside",
              "in": "businessHours"}, {"id": "weeknight"}],
          "standby": {"per": "hour", "rates": {"inside": RATE, "weeknight": WEEKNIGHT, "weekend": WEEKEND, "holiday": HOLIDAY}} }
        """;

    public const string PciPal = """
        { "currency": "GBP", "days": "handover 08:30", "standby": {"per": "day", "rate": 25},
          "callout": {"per": "hour", "rate": 25, "firstOfDay": 25, "rounding": {"to": "30m", "mode": "up", "of": "each"}} }
        """;

    // Multipliers of a rate: x 1 inside, x 1.5 on weeknights, x 2 on weekends, x 2.5 on holidays.
    public static string Estimate(int rate) => PagerDuty.Replace("WEEKNIGHT", $"{rate * 3 / 2}", StringComparison.Ordinal)
        .Replace("WEEKEND", $"{rate * 2}", StringComparison.Ordinal).Replace("HOLIDAY", $"{rate * 5 / 2}", StringComparison.Ordinal)
        .Replace("RATE", $"{rate}", StringComparison.Ordinal);

    public static string Rates(string standby) => $$"""
        { "classes": [{"id": "weekend", "days": "Sat-Sun"}, {"id": "weekday"}], "standby": {"per": "hour", "rates": {"weekday": 3.90,
            "weekend": 7.34} },
          "callout": {"per": "hour", "rates": {"weekday": "1.8 x hourly", "weekend": "2 x hourly"}, "standby": "{{standby}}"} }
        """;
}
