using System.Text.Json;
using System.Text.Unicode;
using NodaTime;
using Watchbill.Organization;

namespace Watchbill.Api;

/// <summary>The JSON object that a request carries, strictly: members that are misspelt, twice, of a wrong kind or too long are refused by name.</summary>
internal sealed class JsonBody
{
    public const int LongestText = 3000;
    private const int Largest = 1024 * 1024;
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 20, AllowDuplicateProperties = false };
    private readonly Dictionary<string, JsonElement> members;

    private JsonBody(JsonElement root) => members = root.EnumerateObject().ToDictionary(member => member.Name, member => member.Value.Clone());

    public static Problem TooLarge { get; } = Problem.Of(StatusCodes.Status413PayloadTooLarge, "The body is larger than 1 MB. Send less at once.");

    /// <exception cref="UnreadableException">The body is not a JSON object of these members, or larger than 1 MB.</exception>
    public static async Task<JsonBody> ReadAsync(HttpRequest request, IReadOnlyList<string> known, CancellationToken ct)
    {
        if (!request.HasJsonContentType())
            throw new UnreadableException(StatusCodes.Status415UnsupportedMediaType, "The body is JSON: send 'Content-Type: application/json'.");
        var bytes = await BytesAsync(request, ct);
        if (!Utf8.IsValid(bytes.Span)) throw Wrong("The body is not valid UTF-8.");
        try
        {
            using var document = JsonDocument.Parse(bytes, Strict);
            if (document.RootElement.ValueKind != JsonValueKind.Object) throw Wrong($"The body is a JSON object with {string.Join(", ", known)}.");
            var body = new JsonBody(document.RootElement);
            foreach (var name in body.members.Keys.Where(name => !known.Contains(name))) throw body.Unknown(Moments.Shown(name), known);
            return body;
        }
        catch (JsonException wrong)
        {
            throw Wrong(wrong.LineNumber is { } line
                ? $"The body is not valid JSON at line {line + 1}, byte {wrong.BytePositionInLine + 1}."
                : "The body is not valid JSON: a member is there twice, or it is too deep.");
        }
        catch (InvalidOperationException)
        {
            throw Wrong("The body has a member whose name is half a character.");
        }
    }

    /// <summary>A text; null where it is left out or null.</summary>
    public string? Text(string name)
    {
        if (!members.TryGetValue(name, out var member) || member.ValueKind == JsonValueKind.Null) return null;
        if (member.ValueKind != JsonValueKind.String) throw Query.Wrong(name, $"'{name}' is {Moments.Shown(member.GetRawText())}; expected is a text in quotes.");
        string text;
        try
        {
            text = member.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw Query.Wrong(name, $"'{name}' holds half a character (an unpaired surrogate).");
        }

        if (text.Any(letter => char.IsControl(letter) && letter is not ('\n' or '\r' or '\t'))) throw Query.Wrong(name, $"'{name}' holds a control character. Send it again without.");
        return text.Length <= LongestText ? text : throw Query.Wrong(name, $"'{name}' has {text.Length} characters; at most {LongestText} are possible.");
    }

    public string Required(string name) => Text(name) is { } text && !string.IsNullOrWhiteSpace(text) ? text : throw Query.Wrong(name, $"'{name}' is missing.");

    public Instant Moment(string name) => Moments.Read(name, Required(name));

    /// <summary>An instant; null where it is left out or null.</summary>
    public Instant? MomentOrNull(string name) => Text(name) is { } text ? Moments.Read(name, text) : null;

    private static async Task<ReadOnlyMemory<byte>> BytesAsync(HttpRequest request, CancellationToken ct)
    {
        if (request.ContentLength > Largest) throw Large();
        var buffer = new MemoryStream();
        var chunk = new byte[16 * 1024];
        for (int read; (read = await request.Body.ReadAsync(chunk, ct)) > 0;)
        {
            if (buffer.Length + read > Largest) throw Large();
            buffer.Write(chunk, 0, read);
        }

        return buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
    }

    private static UnreadableException Large() => new(TooLarge.Status, TooLarge.Detail);

    private static UnreadableException Wrong(string sentence) => new(StatusCodes.Status400BadRequest, sentence);

    // A misspelt member is one that is missing under its own name.
    private UnreadableException Unknown(string name, IReadOnlyList<string> known) =>
        Query.Wrong(name, $"There is no member '{name}'; here there is {string.Join(", ", known)}." + (Nearest.To(name, [.. known.Where(one => !members.ContainsKey(one))]) is { } nearest ? $" Did you mean '{nearest}'?" : ""));
}
