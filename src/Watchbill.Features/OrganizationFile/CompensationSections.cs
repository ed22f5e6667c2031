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
        foreach (var policy in file.Inners("compensation"))
        {
            var currency = policy.Text("currency");
            if (currency is not null && !WrittenValues.IsCurrency(currency))
                policy.Wrong("currency", $"'{currency}' is no currency. Write its three letters, such as EUR.");
            policy.Word("use");
            var model = policy.Text("use") is { } use && PayPresets.Names.Contains(use) ? PayPresets.Of(use) : new PayPolicy("", default);
            var classes = policy.Has("classes") ? Classes(policy) : model.Classes;
            string[] known = [.. classes.Select(one => one.Id)];
            yield return new PayPolicy(policy.Id(), policy.Date("effective") ?? default)
            {
                Currency = currency ?? model.Currency,
                Zone = policy.Has("zone") ? policy.Word<PayZone>("zone") : model.Zone,
                BusinessHours = policy.Inner("businessHours") is { } hours
                    ? new BusinessHours(Days(hours), hours.Time("from", default), hours.Time("to", default)) : model.BusinessHours,
                Classes = classes,
                Day = policy.Has("days") ? Day(policy) : model.Day,
                Standby = Standby(policy, known) ?? model.Standby,
                Callout = Callout(policy, known) ?? model.Callout,
                Allowance = Amount(policy, "allowance", PaySpan.Month) ?? model.Allowance,
                TimeOff = policy.Has("timeOff") ? [.. policy.Inners("timeOff").Select(off => TimeOff(off, known))] : model.TimeOff,
                Bonus = Amount(policy, "bonus", PaySpan.Quarter),
                Caps = policy.Inner("caps") is { } caps
                    ? new PayCaps(caps.Number("day"), caps.Number("week"), caps.Number("month")) : model.Caps,
                DoubleDuty = policy.Has("doubleDuty") ? policy.Word<DoubleDuty>("doubleDuty") : model.DoubleDuty,
                Shadow = policy.Word<ShadowPay>("shadow"),
            };
        }
    }

    /// <summary>As it is written: <c>1.5 x hourly</c>.</summary>
    public static string Of(PayRate rate) => rate.Value.ToString(CultureInfo.InvariantCulture) + (rate.TimesHourly ? TimesHourly : "");

    private static List<HourClass> Classes(Section policy)
    {
        var classes = new List<HourClass>();
        foreach (var one in policy.Inners("classes"))
        {
            one.Word("on");
            one.Word("in");
            if (one.Has("in") && !policy.Has("businessHours") && !policy.Has("use"))
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
        if (policy.Inner("standby") is not { } standby) return null;
        return new StandbyRule(standby.Word<StandbyUnit>("per"))
        {
            Rate = Rate(standby, "rate"),
            Rates = Rates(standby, classes),
            AtLeast = Lengths(standby, "atLeast", classes),
            Minimum = Lengths(standby, "minimum", classes),
            Layers =
                [.. standby.Inners("layers").Select(layer => new LayerRates(layer.Id(), Rate(layer, "rate"), Rates(layer, classes)))],
            Response = [.. standby.Inners("response")
                .Select(tier => new ResponseTier(tier.Duration("within") ?? Duration.Zero, tier.Number("factor") ?? 1))],
        };
    }

    private static CalloutRule? Callout(Section policy, string[] classes)
    {
        if (policy.Inner("callout") is not { } callout) return null;
        return new CalloutRule(callout.Word<CalloutUnit>("per"))
        {
            Rate = Rate(callout, "rate"),
            Rates = Rates(callout, classes),
            Fee = Rate(callout, "fee"),
            FirstOfDay = Rate(callout, "firstOfDay"),
            Window = callout.Duration("window"),
            AtLeast = Lengths(callout, "atLeast", classes),
            Minimum = Lengths(callout, "minimum", classes),
            Cap = callout.Inner("cap") is { } cap ? Cap(cap) : null,
            Included = callout.Duration("included"),
            Rounding = callout.Inner("rounding") is { } rounding ? Rounding(rounding) : null,
            Standby = callout.Word<StandbyMeanwhile>("standby"),
        };
    }

    private static PayRate? Rate(Section section, string key)
    {
        if (section.Text(key) is not { } text) return null;
        if (Rate(text) is { } rate) return rate;
        section.Wrong(key, NoRate(text));
        return null;
    }

    private static Dictionary<string, PayRate> Rates(Section section, string[] classes)
    {
        var byClass = new Dictionary<string, PayRate>();
        foreach (var entry in ByClass(section, "rates", classes))
        {
            if (entry.Value.Kind == NodeKind.Scalar && Rate(entry.Value.Text) is { } rate) byClass[entry.Key] = rate;
            else section.Errors.Add(entry.Line, $"{section.Path}.rates.{entry.Key}", NoRate(entry.Value.Text));
        }

        return byClass;
    }

    private static PayRate? Rate(string text)
    {
        var hourly = text.EndsWith(TimesHourly, StringComparison.Ordinal);
        return WrittenValues.Number(hourly ? text[..^TimesHourly.Length] : text) is >= 0 and { } value ? new PayRate(value, hourly) : null;
    }

    private static string NoRate(string text) => $"'{text}' is no rate. Write an amount, or 1.5 x hourly.";

    // A length for all classes, or one for each of some.
    private static ByClass? Lengths(Section section, string key, string[] classes)
    {
        if (section[key] is not { } node) return null;
        if (node.Kind != NodeKind.Mapping) return section.Duration(key) is { } length ? new ByClass(length) : null;
        var lengths = new Dictionary<string, Duration>();
        foreach (var entry in ByClass(section, key, classes))
        {
            if (entry.Value.Kind == NodeKind.Scalar && WrittenValues.Duration(entry.Value.Text) is { } length) lengths[entry.Key] = length;
            else section.Errors.Add(entry.Line, $"{section.Path}.{key}.{entry.Key}",
                $"'{entry.Value.Text}' is no length of time. Write it as 30m or 2h.");
        }

        return new ByClass(null) { Classes = lengths };
    }

    private static IReadOnlyList<NodeEntry> ByClass(Section section, string key, string[] classes) =>
        section.Named(key, classes.Length > 0 ? classes : ["classes"])?.Entries ?? [];

    private static MinimumCap Cap(Section cap) => new(cap.Duration("hours") ?? Duration.Zero, cap.Duration("per") ?? Duration.Zero);

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
        if (off.Has("payout") && !off.Has("expires"))
            off.Wrong("payout", "time off that never expires is never paid out. Write expires: 90 days, or a date.");
        return new TimeOffRule(off.Word<TimeOffCause>("for"), off.Number("hours") ?? 0)
        {
            In = name,
            AtLeast = off.Duration("atLeast"),
            Expires = Expires(off),
            Payout = Rate(off, "payout"),
            Window = off.Duration("window"),
        };
    }

    private static TimeOffExpiry? Expires(Section off)
    {
        if (off.Text("expires") is not { } text) return null;
        if (WrittenValues.Duration(text) is { } after) return new TimeOffExpiry(after, null);
        if (WrittenValues.Date(text) is { } date) return new TimeOffExpiry(null, date);
        off.Wrong("expires", $"'{text}' is neither a length of time nor a date. Write 90 days, or 2027-03-31.");
        return null;
    }

    private static FixedAmount? Amount(Section policy, string key, PaySpan per)
    {
        if (policy.Inner(key) is not { } section) return null;
        section.Word("if");
        return new FixedAmount(section.Number("amount") ?? 0, section.Word("per", per), section.Word<PayReceiver>("to"));
    }
}
