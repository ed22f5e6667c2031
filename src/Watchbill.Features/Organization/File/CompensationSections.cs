using NodaTime;
using Watchbill.Calendars;

namespace Watchbill.Organization;

/// <summary>Checks compensation policies, and keeps them as they are written.</summary>
internal static class CompensationSections
{
    private static readonly string[] Spans = ["month", "quarter", "year"];

    public static IEnumerable<PolicyText> Read(Section file)
    {
        foreach (var policy in file.Inners("compensation", "id", "was", "effective", "currency", "zone", "businessHours", "classes", "days",
            "standby", "callout",
            "allowance", "timeOff", "bonus", "caps", "doubleDuty"))
        {
            policy.Required("effective", "2026-01-01");
            var effective = policy.Date("effective");
            if (policy.Text("currency") is { } currency && !FileValues.IsCurrency(currency))
                policy.Wrong("currency", $"'{currency}' is no currency. Write its three letters, such as EUR.");
            policy.Word("zone", "person", "rotation");
            policy.Word("doubleDuty", "once", "each");
            if (policy.Inner("businessHours", "days", "from", "to") is { } hours) Window(hours);
            var classes = Classes(policy);
            Days(policy);
            Standby(policy, classes);
            Callout(policy);
            foreach (var off in policy.Inners("timeOff", "for", "in", "atLeast", "hours", "expires")) TimeOff(off, classes);
            Amount(policy, "allowance", "month", "out-of-hours roster");
            Amount(policy, "bonus", "quarter", "within budget");
            Caps(policy);
            yield return new PolicyText("compensation", policy.Id(), effective is { } day ? day.ToString("uuuu-MM-dd", null) : "",
                policy.Json);
        }
    }

    private static List<string> Classes(Section policy)
    {
        var classes = new List<string>();
        foreach (var one in policy.Inners("classes", "id", "on", "days", "from", "to", "in"))
        {
            classes.Add(one.Id());
            one.Word("on", "holidays");
            one.Word("in", "businessHours");
            if (one.Has("in") && !policy.Has("businessHours"))
                one.Wrong("in",
                    "there are no businessHours in this policy. Write businessHours: {days: Mon-Fri, from: \"09:00\", to: \"18:00\"}.");
            if (one.Has("from") != one.Has("to")) one.Wrong(one.Has("from") ? "from" : "to", "from and to come together.");
            Window(one);
        }

        return classes;
    }

    private static void Window(Section section)
    {
        section.Read("days", Weekdays.All, WeekdaysExtensions.Parse, "is no set of weekdays. Write it as Mon-Fri or Sat,Sun.");
        section.Time("from", default);
        section.Time("to", default);
    }

    private static void Days(Section policy)
    {
        var days = policy.Text("days") ?? "midnight";
        if (days is "midnight" or "handover" or "shift-start" or "touched") return;
        if (days.StartsWith("handover ", StringComparison.Ordinal) && FileValues.Time(days["handover ".Length..]) is not null) return;
        policy.Wrong("days", $"'{days}' is not known here. Write midnight, handover 08:00, shift-start or touched.");
    }

    private static void Standby(Section policy, List<string> classes)
    {
        if (policy.Inner("standby", "per", "rate", "rates", "atLeast", "minimum", "response") is not { } standby) return;
        standby.Word("per", "hour", "day", "shift", "week", "lump");
        standby.Number("rate");
        standby.Duration("atLeast");
        standby.Duration("minimum");
        if (standby["rates"] is { } rates) Rates(standby, rates, classes);
        foreach (var tier in standby.Inners("response", "within", "factor"))
        {
            tier.Duration("within");
            tier.Number("factor");
        }
    }

    private static void Rates(Section standby, Node rates, List<string> classes)
    {
        string[] known = classes.Count > 0 ? [.. classes] : ["classes"];
        foreach (var entry in Section.Of(rates, standby.Path + ".rates", standby.Names, standby.Errors, known).Entries)
        {
            if (entry.Value.Kind != NodeKind.Scalar || FileValues.Number(entry.Value.Text) is not >= 0)
                standby.Errors.Add(entry.Line, $"{standby.Path}.rates.{entry.Key}", $"'{entry.Value.Text}' is no amount of 0 or more.");
        }
    }

    private static void Callout(Section policy)
    {
        if (policy.Inner("callout", "per", "rate", "fee", "minimum", "included", "rounding", "standby") is not { } callout) return;
        callout.Word("per", "hour", "callout");
        callout.Number("fee");
        callout.Duration("minimum");
        callout.Duration("included");
        callout.Word("standby", "keep", "replace");
        if (callout.Text("rate") is { } rate
            && FileValues.Number(rate.EndsWith(" x hourly", StringComparison.Ordinal) ? rate[..^" x hourly".Length] : rate) is not >= 0)
            callout.Wrong("rate", $"'{rate}' is no rate. Write an amount, or 1.5 x hourly.");
        if (callout.Inner("rounding", "to", "mode", "of") is not { } rounding) return;
        if (rounding.Duration("to") == Duration.Zero)
            rounding.Wrong("to", "rounding to nothing is not possible. Write to: 15m, or mode: none.");
        rounding.Word("mode", "none", "up", "down", "nearest");
        rounding.Word("of", "each", "sum");
    }

    private static void TimeOff(Section off, List<string> classes)
    {
        off.Word("for", "shift", "callout");
        if (off.Text("in") is { } name && !classes.Contains(name))
            off.Wrong("in", $"there is no class '{name}' in this policy.{FileNames.Suggest(name, classes, "Give it classes first.")}");
        off.Duration("atLeast");
        off.Duration("expires");
        off.Required("hours", "4");
        off.Number("hours");
    }

    private static void Amount(Section policy, string key, string per, string condition)
    {
        if (policy.Inner(key, "amount", "per", "if", "to") is not { } section) return;
        section.Required("amount", "50");
        section.Number("amount");
        section.Word("per", [per, .. Spans]);
        section.Word("if", condition);
        section.Word("to", "person", "team");
    }

    private static void Caps(Section policy)
    {
        if (policy.Inner("caps", "day", "week", "month") is not { } caps) return;
        foreach (var span in caps.Entries) caps.Number(span.Key);
    }
}
