using NodaTime;

namespace Watchbill.Chat;

/// <summary>The default value of a form's field, from who asks, where, and what the other fields say; null: none.</summary>
public sealed record FieldDefault(
    string Field, Func<Caller, IReadOnlyDictionary<string, string>, Instant, CancellationToken, Task<string?>> ValueAsync);

/// <summary>Fills a form's fields with defaults from the context in which it is opened.</summary>
public sealed class Prefill(IEnumerable<FieldDefault> defaults)
{
    /// <param name="text">What its free text begins with; null: nothing.</param>
    public async Task<Form> FillAsync(Form form, string? text, Caller caller, Instant now, CancellationToken ct)
    {
        var known = new Dictionary<string, string?> { [UsageArgument.Free] = text };
        var typed = form.Fields.Where(field => field.Value is not null).ToDictionary(field => field.Name, field => field.Value!);
        foreach (var field in defaults) known[field.Field] = await field.ValueAsync(caller, typed, now, ct);
        return form with
        {
            Fields = [.. form.Fields.Select(field => field with
            {
                Value = field.Value ?? (field.Typed ? null : known.GetValueOrDefault(field.Name)),
            })],
        };
    }
}
