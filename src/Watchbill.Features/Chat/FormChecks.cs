using NodaTime;
using Watchbill.Organization;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Chat;

/// <summary>Finds what else is wrong in a form whose command was refused at its first mistake.</summary>
internal sealed class FormChecks(IStore store)
{
    /// <summary>What a refusal says beside the fields that it is about.</summary>
    public async Task<Dictionary<string, string>> ErrorsAsync(RefusedException refusal, Caller caller, Instant now, CancellationToken ct)
    {
        var reader = new Reader(await ZoneAsync(caller, ct), now);
        var errors = refusal.Others.ToDictionary(other => other.Key, other => PlainText.Render(other.Value, reader));
        if (refusal.Field is { } field) errors[field] = PlainText.Render(refusal.Said, reader);
        return errors;
    }

    /// <summary>By field; nothing about fields that only their command understands.</summary>
    public async Task<IReadOnlyDictionary<string, string>> FindAsync(
        Form form, IReadOnlyDictionary<string, string> values, Caller caller, Instant now, CancellationToken ct)
    {
        var zone = await ZoneAsync(caller, ct);
        var found = new Dictionary<string, string>();
        foreach (var field in form.Fields.Where(field => !field.Typed))
        {
            if (values.GetValueOrDefault(field.Name) is { } value && await ProblemAsync(field.Kind, value, now, zone, ct) is { } problem)
                found[field.Name] = problem;
        }

        return found;
    }

    private async Task<DateTimeZone> ZoneAsync(Caller caller, CancellationToken ct) =>
        DateTimeZoneProviders.Tzdb[(await store.FindAsync<Person>(caller.Person, ct))?.Value.TimeZone ?? "Etc/UTC"];

    private async Task<string?> ProblemAsync(FieldKind? kind, string value, Instant now, DateTimeZone zone, CancellationToken ct) =>
        kind switch
        {
            // A shift is also named by the day or the week in which it starts.
            FieldKind.Moment when Refused(() => Phrases.Period(value, now, zone)) is null => null,
            FieldKind.Moment => Refused(() => Phrases.When(value, now, zone)),
            // Hours that were worked have passed: the verb says so where it wants others.
            FieldKind.Span when Refused(() => Phrases.Period(value, now, zone)) is null => null,
            FieldKind.Span => Refused(() => Phrases.Span(value, now, zone)),
            FieldKind.Person when value.Equals("me", StringComparison.OrdinalIgnoreCase) => null,
            FieldKind.Person => await UnknownAsync<Person>("person", value, person => person.Retired, ct),
            FieldKind.Team => await UnknownAsync<Team>("team", value, team => team.Retired, ct),
            FieldKind.Service => await UnknownAsync<Service>("service", value, service => service.Retired, ct),
            // A team's or a service's name does for a rotation.
            FieldKind.Rotation when await UnknownAsync<Service>("", value, service => service.Retired, ct) is null
                || await UnknownAsync<Team>("", value, team => team.Retired, ct) is null
                || await UnknownAsync<Domain>("", value, domain => domain.Retired, ct) is null => null,
            FieldKind.Rotation => await UnknownAsync<Rotation>("rotation", value, rotation => rotation.Retired, ct),
            _ => null,
        };

    private async Task<string?> UnknownAsync<T>(string kind, string value, Func<T, bool> retired, CancellationToken ct) where T : class
    {
        var id = NamedThings.IdOf(value);
        if (await store.FindAsync<T>(id, ct) is { } known && !retired(known.Value)) return null;
        var ids = (await store.ListAsync<T>(IdRange.All, ct)).Where(stored => !retired(stored.Value)).Select(stored => stored.Id);
        return $"There is no {kind} '{value}'.{Nearest.Suggest(id, [.. ids], "")}";
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
