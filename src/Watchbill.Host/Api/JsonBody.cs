using System.Text.Json;
using NodaTime;
using Watchbill.Http;
using Watchbill.Organization;

namespace Watchbill.Api;

/// <summary>
/// The JSON object that a request carries, strictly: members that are misspelt, twice, of a wrong kind or too long are refused by name.
/// </summary>
internal sealed class JsonBody
{
    public const int MaxTextLength = 3000;
    private const int MaxDepth = 20;
    private readonly Dictionary<string, JsonElement> members;

    private JsonBody(JsonElement root, IReadOnlyList<string> known)
    {
        try
        {
            members = root.EnumerateObject().ToDictionary(member => member.Name, member => member.Value);
        }
        catch (InvalidOperationException)
        {
            throw HalfAName();
        }

        if (members.Keys.FirstOrDefault(name => !known.Contains(name)) is { } unknown) throw Unknown(Moments.Shown(unknown), known);
    }

    public static Problem TooLarge { get; } =
        Problem.Of(StatusCodes.Status413PayloadTooLarge, "The body is larger than 1 MB. Send less at once.");

    /// <exception cref="UnreadableException">The body is not a JSON object of these members, or larger than 1 MB.</exception>
    public static async Task<JsonBody> ReadAsync(HttpRequest request, IReadOnlyList<string> known, CancellationToken ct) =>
        new(await ObjectAsync(request, $"a JSON object with {string.Join(", ", known)}", ct), known);

    /// <summary>The object as it was sent, with members that nobody asked for: where somebody else decides what is sent.</summary>
    /// <exception cref="UnreadableException">The body is no JSON object, or larger than 1 MB.</exception>
    public static async Task<JsonElement> ObjectAsync(HttpRequest request, string expected, CancellationToken ct)
    {
        if (!request.HasJsonContentType())
            throw new UnreadableException(StatusCodes.Status415UnsupportedMediaType,
                "The body is JSON: send 'Content-Type: application/json'.");
        var bytes = await RequestBody.ReadAsync(request, RequestBody.MaxBytes, ct)
            ?? throw new UnreadableException(TooLarge.Status, TooLarge.Detail);
        try
        {
            var root = StrictJson.Parse(bytes, MaxDepth);
            return root.ValueKind == JsonValueKind.Object ? root : throw Wrong($"The body is {expected}.");
        }
        catch (StrictJsonException wrong)
        {
            throw wrong switch
            {
                { Fault: JsonFault.NotUtf8 } => Wrong("The body is not valid UTF-8."),
                { Fault: JsonFault.HalfCharacter } => HalfAName(),
                { Line: { } line } => Wrong($"The body is not valid JSON at line {line}, byte {wrong.Byte}."),
                _ => Wrong("The body is not valid JSON: a member is there twice, or it is too deep."),
            };
        }
    }

    /// <summary>Whether the member is there, null or not.</summary>
    public bool Has(string name) => members.ContainsKey(name);

    /// <summary>A number; null where it is left out or null.</summary>
    public decimal? Number(string name)
    {
        if (!members.TryGetValue(name, out var member) || member.ValueKind == JsonValueKind.Null) return null;
        return member.ValueKind == JsonValueKind.Number && member.TryGetDecimal(out var number)
            && Math.Abs(number) <= WrittenValues.Largest ? number
            : throw Query.Wrong(name,
                $"'{name}' is {Moments.Shown(member.GetRawText())}; expected is a number up to {WrittenValues.Largest}.");
    }

    /// <summary>The objects of a list; null where it is left out or null.</summary>
    public IReadOnlyList<JsonBody>? Items(string name, IReadOnlyList<string> known)
    {
        if (!members.TryGetValue(name, out var member) || member.ValueKind == JsonValueKind.Null) return null;
        if (member.ValueKind != JsonValueKind.Array || member.EnumerateArray().Any(item => item.ValueKind != JsonValueKind.Object))
            throw Query.Wrong(name,
                $"'{name}' is {Moments.Shown(member.GetRawText())}; expected is a list of objects with {string.Join(", ", known)}.");
        return [.. member.EnumerateArray().Select(item => new JsonBody(item, known))];
    }

    /// <summary>The texts of a list; null where it is left out or null.</summary>
    public IReadOnlyList<string>? Texts(string name)
    {
        if (!members.TryGetValue(name, out var member) || member.ValueKind == JsonValueKind.Null) return null;
        if (member.ValueKind != JsonValueKind.Array || member.EnumerateArray().Any(item => item.ValueKind != JsonValueKind.String))
            throw Query.Wrong(name, $"'{name}' is {Moments.Shown(member.GetRawText())}; expected is a list of texts.");
        return [.. member.EnumerateArray().Select(item => TextOf(name, item))];
    }

    /// <summary>A text; null where it is left out or null.</summary>
    public string? Text(string name)
    {
        if (!members.TryGetValue(name, out var member) || member.ValueKind == JsonValueKind.Null) return null;
        return TextOf(name, member);
    }

    public string Required(string name) =>
        Text(name) is { } text && !string.IsNullOrWhiteSpace(text) ? text : throw Query.Wrong(name, $"'{name}' is missing.");

    public Instant Moment(string name) => Moments.Read(name, Required(name));

    /// <summary>An instant; null where it is left out or null.</summary>
    public Instant? MomentOrNull(string name) => Text(name) is { } text ? Moments.Read(name, text) : null;

    private static string TextOf(string name, JsonElement member)
    {
        if (member.ValueKind != JsonValueKind.String)
            throw Query.Wrong(name, $"'{name}' is {Moments.Shown(member.GetRawText())}; expected is a text in quotes.");
        var text = StrictJson.Text(member) ?? throw Query.Wrong(name, $"'{name}' holds half a character (an unpaired surrogate).");
        if (text.Any(letter => char.IsControl(letter) && letter is not ('\n' or '\r' or '\t')))
            throw Query.Wrong(name, $"'{name}' holds a control character. Send it again without.");
        return text.Length <= MaxTextLength
            ? text : throw Query.Wrong(name, $"'{name}' has {text.Length} characters; at most {MaxTextLength} are possible.");
    }

    private static UnreadableException HalfAName() => Wrong("The body has a member whose name is half a character.");

    private static UnreadableException Wrong(string sentence) => new(StatusCodes.Status400BadRequest, sentence);

    // A misspelt member is one that is missing under its own name.
    private UnreadableException Unknown(string name, IReadOnlyList<string> known) =>
        Query.Wrong(name,
            $"No member `{name}`; here there is {string.Join(", ", known)}." +
                (Nearest.To(name, [.. known.Where(one => !members.ContainsKey(one))]) is { } nearest ? $" Did you mean `{nearest}`?" : ""));
}
