using NodaTime;
using Watchbill.Organization;
using Watchbill.Storage;

namespace Watchbill.Chat;

/// <summary>Finds what else is wrong in a form whose command was refused at its first mistake.</summary>
internal sealed class FormChecks(IStore store)
{
    /// <summary>What the rules behind the API call their fields, and the argument that says the same in chat.</summary>
    private static readonly Dictionary<string, string[]> Elsewhere = new()
    {
        ["start"] = ["span", "started"],
        ["end"] = ["span", "when"],
        ["until"] = ["length"],
        ["reason"] = ["text"],
        ["takenBy"] = ["person"],
    };

    private readonly Choices choices = new(store);

    /// <summary>What a refusal says beside the fields that it is about.</summary>
    public async Task<Dictionary<string, string>> ErrorsAsync(
        RefusedException refusal, Usage usage, Caller caller, Instant now, CancellationToken ct)
    {
        var reader = new Reader(await ZoneAsync(caller, ct), now);
        var known = usage.Arguments.Select(argument => argument.Name).ToHashSet();
        var errors = new Dictionary<string, string>();
        if (refusal.Field is { } field) errors[Here(field)] = PlainText.Render(refusal.Said, reader);
        foreach (var (other, said) in refusal.Others) errors.TryAdd(Here(other), PlainText.Render(said, reader));
        return errors;

        string Here(string named) => known.Contains(named) ? named
            : Elsewhere.GetValueOrDefault(named, []).FirstOrDefault(known.Contains) ?? named;
    }

    /// <summary>By field: what the verb itself refuses of what it was given, and what is none of what a field asks for.</summary>
    public async Task<IReadOnlyDictionary<string, string>> FindAsync(
        (Verb Verb, Form Form) about, IReadOnlyDictionary<string, string> values, Caller caller, Instant now, CancellationToken ct)
    {
        var (zone, reads) = (await ZoneAsync(caller, ct), about.Verb.Reads);
        var (reader, found) = (new Reader(zone, now), new Dictionary<string, string>());
        foreach (var (argument, refusal) in await reads.RefusedAsync(new Call(caller, new Arguments(values), now, now), ct))
        {
            // Phrases do not know what their argument is called.
            var named = about.Form.Fields.Any(field => field.Name == refusal.Field) ? refusal.Field! : argument;
            found.TryAdd(named, PlainText.Render(refusal.Said, reader));
            foreach (var (field, said) in refusal.Others) found.TryAdd(field, PlainText.Render(said, reader));
        }

        foreach (var field in about.Form.Fields.Where(field => !field.Typed && !reads.Holds(field.Name)))
        {
            if (values.GetValueOrDefault(field.Name) is { } value && await ProblemAsync(field.Kind, value, now, zone, ct) is { } problem)
                found.TryAdd(field.Name, problem);
        }

        return found;
    }

    private async Task<DateTimeZone> ZoneAsync(Caller caller, CancellationToken ct) =>
        DateTimeZoneProviders.Tzdb[(await store.FindAsync<Person>(caller.Person, ct))?.Value.TimeZone ?? "Etc/UTC"];

    private async Task<string?> ProblemAsync(FieldKind? kind, string value, Instant now, DateTimeZone zone, CancellationToken ct) =>
        kind switch
        {
            // A shift is also named by the day or the week in which it starts.
            FieldKind.Moment when Refused(() => Period(value, now, zone)) is null => null,
            FieldKind.Moment => Refused(() => TimePhrases.When(value, now, zone)),
            FieldKind.Span => Refused(() => TimePhrases.Span(value, now, zone)),
            FieldKind.Period => Refused(() => Period(value, now, zone)),
            FieldKind.Person when value.Equals("me", StringComparison.OrdinalIgnoreCase) => null,
            // What these may be depends on other fields: the verb knows.
            FieldKind.Layer or FieldKind.Objective or null => null,
            { } named when Choices.Has(named) => await UnknownAsync(named, value, now, ct),
            _ => null,
        };

    private static SpokenSpan Period(string value, Instant now, DateTimeZone zone) =>
        TimePhrases.Period(value, now, zone, new Interval(now, now + Duration.FromDays(7)));

    private async Task<string?> UnknownAsync(FieldKind kind, string value, Instant now, CancellationToken ct)
    {
        var accepted = kind;
        // A team's or a service's name does for a rotation, and a service's for the incident that is open there.
        if (kind.HasFlag(FieldKind.Rotation)) accepted |= FieldKind.Service | FieldKind.Team | FieldKind.Domain;
        if (kind.HasFlag(FieldKind.Incident)) accepted |= FieldKind.Service;
        var id = NamedThings.IdOf(value);
        if (await choices.HasAsync(accepted, id, ct)) return null;
        var ids = (await choices.OfAsync(kind, "", now, ct)).Select(one => one.Value).ToList();
        var kinds = Enum.GetValues<FieldKind>().Where(one => kind.HasFlag(one)).Select(one => one.ToString().ToLowerInvariant());
        return $"No {string.Join(" or ", kinds)} `{value}`.{Nearest.Suggest(id, ids, "", '`')}".TrimEnd();
    }

    private static string? Refused(Func<object> read)
    {
        try
        {
            read();
            return null;
        }
        catch (RefusedException refusal)
        {
            return refusal.Message;
        }
    }
}
