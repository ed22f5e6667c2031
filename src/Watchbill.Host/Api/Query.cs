using System.Globalization;
using NodaTime;
using Watchbill.Organization;

namespace Watchbill.Api;

/// <summary>A query parameter that a route knows: read by it and shown in its documentation.</summary>
internal sealed record QueryParameter(string Name, string Description);

/// <summary>The query of a request, strictly: a parameter that is misspelt or given twice is refused instead of ignored.</summary>
internal sealed class Query
{
    private readonly IQueryCollection values;

    /// <exception cref="UnreadableException">There is a parameter that the route does not have, or one is there twice.</exception>
    public Query(HttpContext http)
    {
        values = http.Request.Query;
        var known = http.GetEndpoint()!.Metadata.GetOrderedMetadata<QueryParameter>().Select(parameter => parameter.Name).ToList();
        foreach (var (name, value) in values)
        {
            if (!known.Contains(name, StringComparer.OrdinalIgnoreCase)) throw Unknown(Moments.Shown(name), known);
            if (value.Count > 1) throw Wrong(name, $"'{name}' is given {value.Count} times; once is enough.");
        }
    }

    /// <summary>The text of a parameter; null where it is left out.</summary>
    /// <exception cref="UnreadableException">It is there and empty.</exception>
    public string? this[string name] => values.TryGetValue(name, out var value)
        ? value is [{ Length: > 0 } text] ? text : throw Wrong(name, $"'{name}' is empty; give it a value or leave it out.")
        : null;

    public Instant? Moment(string name, DateTimeZone? dates = null) => this[name] is { } text ? Moments.Read(name, text, dates) : null;

    public int? Number(string name, int least, int most) => this[name] is not { } text ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number
        : throw Wrong(name, $"'{name}' is '{Moments.Shown(text)}'; expected is a number from {least} to {most}.");

    public static UnreadableException Wrong(string field, string sentence) => new(StatusCodes.Status400BadRequest, sentence, field);

    private static UnreadableException Unknown(string name, List<string> known)
    {
        var expected = known.Count == 0 ? "there is none here" : $"here there is {string.Join(", ", known)}";
        return Wrong(name,
            $"No parameter `{name}`; {expected}." + (Nearest.To(name, known) is { } nearest ? $" Did you mean `{nearest}`?" : ""));
    }
}
