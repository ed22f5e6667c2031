using System.Globalization;
using NodaTime;
using Watchbill.Calendars;
using Watchbill.Compensation;
using Watchbill.Organization;

namespace Watchbill.OrganizationFiles;

/// <summary>Reads the pay policies of a file.</summary>
internal static class CompensationSections
{
    private const string TimesHourly = " x hourly";

    public static IEnumerable<PayPolicy> Read(Section file)
    {
        foreach (var policy in file.Inners("compensation", "id", "was", "effective", "currency", "zone", "businessHours", "classes", "days",
            "standby", "callout", "allowance", "timeOff", "bonus", "caps", "doubleDuty"))
        {
            policy.Required("effective", "2026-01-01");
            var currency = policy.Text("currency");
            if (currency is not null && !WrittenValues.IsCurrency(currency))
                policy.Wrong("currency", $"'{currency}' is no currency. Write its three letters, such as EUR.");
            var classes = Classes(policy);
            string[] known = [.. classes.Select(one => one.Id)];
            yield return new PayPolicy(policy.Id(), policy.Date("effective") ?? default)
            {
                Currency = currency,
                Zone = policy.Word<PayZone>("zone"),
                BusinessHours = policy.Inner("businessHours", "days", "from", "to") is { } hours
                    ? new BusinessHours(Days(hours), hours.Time("from", default), hours.Time("to", default)) : null,
                Classes = classes,
                Day = Day(policy),
                Standby = Standby(policy, known),
                Callout = Callout(policy),
                Allowance = Amount(policy, "allowance", PaySpan.Month, "out-of-hours roster"),
                TimeOff = [.. policy.Inners("timeOff", "for", "in", "atLeast", "hours", "expires").Select(off => TimeOff(off, known))],
                Bonus = Amount(policy, "bonus", PaySpan.Quarter, "within budget"),
                Caps = policy.Inner("caps", "day", "week", "month") is { } caps
                    ? new PayCaps(caps.Number("day"), caps.Number("week"), caps.Number("month")) : null,
                DoubleDuty = policy.Word<DoubleDuty>("doubleDuty"),
            };
        }
    }

    /// <summary>As it is written: <c>1.5 x hourly</c>.</summary>
    public static string Of(PayRate rate) => rate.Value.ToString(CultureInfo.InvariantCulture) + (rate.TimesHourly ? TimesHourly : "");

    private static List<HourClass> Classes(Section policy)
    {
        var classes = new List<HourClass>();
        foreach (var one in policy.Inners("classes", "id", "on", "days", "from", "to", "in"))
        {
            one.Word("on", "holidays");
            one.Word("in", "businessHours");
            if (one.Has("in") && !policy.Has("businessHours"))
                one.Wrong("in",
                    "there are no businessHours in this policy. Write businessHours: {days: Mon-Fri, from: \"09:00\", to: \"18:00\"}.");
            if (one.Has("from") != one.Has("to")) one.Wrong(one.Has("from") ? "from" : "to", "from and to come together.");
            classes.Add(new HourClass(one.Id())
            {
                OnHolidays = one.Has("on"),
                InBusinessHours = one.Has("in"),
                Days = Days(one),
                From = one.Has("from") ? one.Time("from", default) : null,
                To = one.Has("to") ? one.Time("to", default) : null,
            });
        }

        return classes;
    }

    private static Weekdays Days(Section section) =>
        section.Read("days", Weekdays.All, WeekdaysExtensions.Parse, "is no set of weekdays. Write it as Mon-Fri or Sat,Sun.");

    private static PayDay Day(Section policy)
    {
        const string Handover = "handover ";
        if (policy.Text("days") is not { } text) return new PayDay(PayDayKind.Midnight);
        if (FileWords.Parse<PayDayKind>(text) is { } kind) return new PayDay(kind);
        if (text.StartsWith(Handover, StringComparison.Ordinal) && WrittenValues.Time(text[Handover.Length..]) is { } at)
            return new PayDay(PayDayKind.Handover, at);
        policy.Wrong("days", $"'{text}' is not known here. Write midnight, handover 08:00, shift-start or touched.");
        return new PayDay(PayDayKind.Midnight);
    }

    private static StandbyRule? Standby(Section policy, string[] classes)
    {
        if (policy.Inner("standby", "per", "rate", "rates", "atLeast", "minimum", "response") is not { } standby) return null;
        return new StandbyRule(standby.Word<StandbyUnit>("per"))
        {
            Rate = standby.Number("rate"),
            AtLeast = standby.Duration("atLeast"),
            Minimum = standby.Duration("minimum"),
            Rates = standby["rates"] is { } rates ? Rates(standby, rates, classes) : new Dictionary<string, decimal>(),
            Response = [.. standby.Inners("response", "within", "factor")
                .Select(tier => new ResponseTier(tier.Duration("within") ?? Duration.Zero, tier.Number("factor") ?? 1))],
        };
    }

    private static Dictionary<string, decimal> Rates(Section standby, Node rates, string[] classes)
    {
        var byClass = new Dictionary<string, decimal>();
        string[] known = classes.Length > 0 ? classes : ["classes"];
        foreach (var entry in Section.Of(rates, standby.Path + ".rates", standby.Names, standby.Errors, known).Entries)
        {
            if (entry.Value.Kind == NodeKind.Scalar && WrittenValues.Number(entry.Value.Text) is >= 0 and { } rate)
                byClass[entry.Key] = rate;
            else
                standby.Errors.Add(entry.Line, $"{standby.Path}.rates.{entry.Key}", $"'{entry.Value.Text}' is no amount of 0 or more.");
        }

        return byClass;
    }

    private static CalloutRule? Callout(Section policy)
    {
        if (policy.Inner("callout", "per", "rate", "fee", "minimum", "included", "rounding", "standby") is not { } callout) return null;
        return new CalloutRule(callout.Word<CalloutUnit>("per"))
        {
            Fee = callout.Number("fee"),
            Minimum = callout.Duration("minimum"),
            Included = callout.Duration("included"),
            Standby = callout.Word<StandbyMeanwhile>("standby"),
            Rate = Rate(callout),
            Rounding = callout.Inner("rounding", "to", "mode", "of") is { } rounding ? Rounding(rounding) : null,
        };
    }

    private static PayRate? Rate(Section callout)
    {
        if (callout.Text("rate") is not { } text) return null;
        var hourly = text.EndsWith(TimesHourly, StringComparison.Ordinal);
        if (WrittenValues.Number(hourly ? text[..^TimesHourly.Length] : text) is >= 0 and { } value) return new PayRate(value, hourly);
        callout.Wrong("rate", $"'{text}' is no rate. Write an amount, or 1.5 x hourly.");
        return null;
    }

    private static CalloutRounding Rounding(Section rounding)
    {
        var to = rounding.Duration("to");
        if (to == Duration.Zero)
            rounding.Wrong("to", "rounding to nothing is not possible. Write to: 15m, or mode: none.");
        return new CalloutRounding(to, rounding.Word<RoundingMode>("mode"), rounding.Word<RoundingOf>("of"));
    }

    private static TimeOffRule TimeOff(Section off, string[] classes)
    {
        var name = off.Text("in");
        if (name is not null && !classes.Contains(name))
            off.Wrong("in", $"there is no class '{name}' in this policy.{Nearest.Suggest(name, classes, "Give it classes first.")}");
        off.Required("hours", "4");
        return new TimeOffRule(off.Word<TimeOffCause>("for"), off.Number("hours") ?? 0)
        {
            In = name,
            AtLeast = off.Duration("atLeast"),
            Expires = off.Duration("expires"),
        };
    }

    private static FixedAmount? Amount(Section policy, string key, PaySpan per, string condition)
    {
        if (policy.Inner(key, "amount", "per", "if", "to") is not { } section) return null;
        section.Required("amount", "50");
        section.Word("if", condition);
        return new FixedAmount(section.Number("amount") ?? 0, section.Word("per", per), section.Word<PayReceiver>("to"));
    }
}
