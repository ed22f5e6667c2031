using NodaTime;

namespace Watchbill.Chat;

/// <summary>What a field of a form begins with where nobody has said it, from who asks and where. Null: it begins empty.</summary>
public sealed record FieldDefault(string Field, Func<Caller, Instant, CancellationToken, Task<string?>> ValueAsync);

/// <summary>Fills in what is known from where a form is opened.</summary>
public sealed class Prefill(IEnumerable<FieldDefault> defaults)
{
    /// <param name="text">What its free text begins with; null: nothing.</param>
    public async Task<Form> FillAsync(Form form, string? text, Caller caller, Instant now, CancellationToken ct)
    {
        var known = new Dictionary<string, string?> { [UsageArgument.Free] = text };
        foreach (var field in defaults) known[field.Field] = await field.ValueAsync(caller, now, ct);
        return form with
        {
            Fields = [.. form.Fields.Select(field => field with { Value = field.Value ?? known.GetValueOrDefault(field.Name) })],
        };
    }
}
