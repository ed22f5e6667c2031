using Watchbill.Compensation;

namespace Watchbill.OrganizationFiles;

/// <summary>
/// Published models of pay, chosen by <c>use:</c>. A model is never changed once it was released, since files that use it are paid by it;
/// a newer agreement is a model of its own.
/// </summary>
public static class PayPresets
{
    private static readonly Dictionary<string, string> Models = new()
    {
        // incident.io, pay configuration: a base rate and weekly rules, the first that matches.
        ["hourly"] = """
            {"classes": [{"id": "holiday", "on": "holidays"}, {"id": "weekend", "days": "Sat-Sun"},
              {"id": "night", "from": "18:00", "to": "09:00"}, {"id": "day"}],
             "standby": {"per": "hour", "rates": {"holiday": 30, "weekend": 15, "night": 10, "day": 5}}}
            """,
        // PCI Pal, UK handbook: 25 a day from 08:30; the first call of a day 25, later ones 25 an hour by the half hour.
        ["daily"] = """
            {"currency": "GBP", "days": "handover 08:30", "standby": {"per": "day", "rate": 25},
             "callout": {"per": "hour", "rate": 25, "firstOfDay": 25, "rounding": {"to": "30m", "mode": "up", "of": "each"}}}
            """,
        // Ocado, posted by an employee: a weeknight, a weekend day, a bank holiday, each as it is touched.
        ["shift"] = """
            {"currency": "GBP", "days": "shift-start",
             "classes": [{"id": "holiday", "on": "holidays"}, {"id": "weekend", "days": "Sat-Sun"}, {"id": "week"}],
             "standby": {"per": "day", "rates": {"holiday": 132, "weekend": 66, "week": 33}},
             "callout": {"per": "hour", "rate": "1.5 x hourly"}}
            """,
        // North Ayrshire, appendix B from 1 January 2024: a standby week.
        ["weekly"] = """{"currency": "GBP", "standby": {"per": "week", "rate": "106.25"}}""",
        // CalOohPay: nights that pass half past five are paid whole, Friday to Sunday dearer.
        ["lump"] = """
            {"currency": "GBP", "classes": [{"id": "weekend", "days": "Fri-Sun"}, {"id": "weekday"}],
             "standby": {"per": "lump", "atLeast": "6h", "rate": 0, "rates": {"weekday": 50, "weekend": 75}}}
            """,
        // TVöD, section 8 (3): two hours' pay for a weekday, four for weekends and holidays, 12.5 % an hour below twelve hours;
        // callouts by the full hour.
        ["tvoed"] = """
            {"currency": "EUR", "classes": [{"id": "holiday", "on": "holidays"}, {"id": "weekend", "days": "Sat-Sun"}, {"id": "week"}],
             "standby": {"per": "lump", "atLeast": "12h", "rate": "0.125 x hourly",
              "rates": {"week": "2 x hourly", "weekend": "4 x hourly", "holiday": "4 x hourly"}},
             "callout": {"per": "hour", "rate": "1 x hourly", "rounding": {"to": "1h", "mode": "up", "of": "each"}}}
            """,
        // Austria, collective agreement for IT: an amount an hour; weekends at least five hours, nights at least two.
        ["austria"] = """
            {"currency": "EUR",
             "classes": [{"id": "weekend", "days": "Sat-Sun"}, {"id": "night", "from": "22:00", "to": "06:00"}, {"id": "day"}],
             "standby": {"per": "hour", "rate": "5.56", "minimum": {"weekend": "5h", "night": "2h"}},
             "callout": {"per": "hour", "rate": "1.5 x hourly"}}
            """,
        // GitLab, benefits in Australia: half a day for 4 hours, one for 8, three for 24, to be taken within two weeks.
        ["time-off"] = """
            {"timeOff": [{"for": "shift", "atLeast": "4h", "hours": 4, "expires": "14 days"},
              {"for": "shift", "atLeast": "8h", "hours": 8, "expires": "14 days"},
              {"for": "shift", "atLeast": "24h", "hours": 24, "expires": "14 days"}]}
            """,
    };

    public static IReadOnlyList<string> Names { get; } = [.. Models.Keys];

    public static PayPolicy Of(string name) =>
        PolicyText.Read("compensation", $$"""{"id": "{{name}}", "effective": "2000-01-01", {{Models[name].TrimStart()[1..]}}""").Pay!;
}
