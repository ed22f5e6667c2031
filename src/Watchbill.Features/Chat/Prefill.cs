using NodaTime;

namespace Watchbill.Chat;

/// <summary>The default value of a form's field, from who asks, where, and what the form is and says already; null: none.</summary>
public sealed record FieldDefault(string Field, Func<Caller, Form, Instant, CancellationToken, Task<string?>> ValueAsync);

/// <summary>Fills a form's fields with defaults from the context in which it is opened.</summary>
public sealed class Prefill(IEnumerable<FieldDefault> defaults)
{
    /// <param name="text">What its free text begins with; null: nothing.</param>
    public async Task<Form> FillAsync(Form form, string? text, Caller caller, Instant now, CancellationToken ct)
    {
        var known = new Dictionary<string, string?> { [UsageArgument.Free] = text };
        foreach (var field in defaults) known[field.Field] = await field.ValueAsync(caller, form, now, ct);
        return form with
        {
            Fields = [.. form.Fields.Select(field => field with
            {
                Value = field.Value ?? (field.Typed ? null : known.GetValueOrDefault(field.Name)),
            })],
        };
    }
}
