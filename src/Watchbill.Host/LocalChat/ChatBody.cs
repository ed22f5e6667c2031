using System.Globalization;
using System.Text.Json;
using Watchbill.Http;

namespace Watchbill.LocalChat;

/// <summary>
/// The JSON object of a request, read field by field. What is wrong with it is a <see cref="BadHttpRequestException"/> with one sentence,
/// which is what the server itself throws for broken bodies: both are answered in one place.
/// </summary>
internal sealed class ChatBody
{
    private const int MaxTextLength = 3000;
    private const int MaxDepth = 8;

    private readonly JsonElement root;

    private ChatBody(JsonElement root) => this.root = root;

    public static async Task<ChatBody> ReadAsync(HttpRequest request, CancellationToken ct)
    {
        var bytes = await RequestBody.ReadAsync(request, RequestBody.MaxBytes, ct) ?? throw TooLarge();
        var root = Parse(bytes);
        return root.ValueKind == JsonValueKind.Object ? new ChatBody(root) : throw Bad(
            $"The body is {Name(root)}, not an object. Send a JSON object such as {{\"person\": \"ana\", \"text\": \"now\"}}.");
    }

    /// <summary>A field that must be there, as text of at most 3000 characters.</summary>
    public string Text(string field) => root.TryGetProperty(field, out var value)
        ? Text(field, value)
        : throw Bad($"The field '{field}' is missing. Send it as text.");

    /// <summary>A field that must be there, as an object whose values are texts.</summary>
    public IReadOnlyDictionary<string, string> Texts(string field)
    {
        if (!root.TryGetProperty(field, out var values))
            throw Bad($"The field '{field}' is missing. Send it as an object of texts.");
        if (values.ValueKind != JsonValueKind.Object) throw Bad($"The field '{field}' is {Name(values)}. Send it as an object of texts.");
        return values.EnumerateObject()
            .ToDictionary(pair => Checked($"a name in the field '{field}'", () => pair.Name),
                pair => Text($"{field}.{pair.Name}", pair.Value));
    }

    private static string Text(string field, JsonElement value) => value.ValueKind == JsonValueKind.String
        ? Checked($"the field '{field}'", () => value.GetString()!)
        : throw Bad($"The field '{field}' is {Name(value)}. Send it as text, in quotes.");

    private static string Checked(string where, Func<string> read)
    {
        string text;
        try
        {
            text = read();
        }
        catch (InvalidOperationException)
        {
            throw Half(where);
        }

        foreach (var odd in text.Where(Unprintable)) throw Bad($"In {where} there is the control character U+{(int)odd:X4}. Leave it out.");
        var count = text.EnumerateRunes().Count();
        return count <= MaxTextLength
            ? text : throw Bad($"In {where} there are {count} characters; the most is {MaxTextLength}. Shorten it.");
    }

    private static bool Unprintable(char c) => char.IsControl(c) && c is not ('\n' or '\r' or '\t');

    private static JsonElement Parse(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            return StrictJson.Parse(bytes, MaxDepth);
        }
        catch (StrictJsonException wrong)
        {
            throw wrong.Fault switch
            {
                JsonFault.NotUtf8 => Bad("The body is not UTF-8. Send JSON encoded as UTF-8."),
                JsonFault.HalfCharacter => Half("a field's name"),
                _ => Bad($"The body is not JSON that can be read{Place(wrong)}: it is broken, too deep, or names a field twice. "
                    + "Send one JSON object."),
            };
        }
    }

    private static string Place(StrictJsonException wrong) => wrong.Line is { } line
        ? string.Create(CultureInfo.InvariantCulture, $" at line {line}, byte {wrong.Byte}") : "";

    private static string Name(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => "a list",
        JsonValueKind.Object => "an object",
        JsonValueKind.Number => "a number",
        JsonValueKind.String => "text",
        JsonValueKind.Null => "null",
        _ => "true or false",
    };

    private static BadHttpRequestException Bad(string sentence) => new(sentence, StatusCodes.Status400BadRequest);

    /// <summary>
    /// Half of a surrogate pair, written as an escape: the parser says so by <see cref="InvalidOperationException"/>, in names too.
    /// </summary>
    private static BadHttpRequestException Half(string where) =>
        Bad($"In {where} there is half of a character, such as \\ud83d alone. Send whole characters.");

    private static BadHttpRequestException TooLarge() =>
        new($"The body is over 1 MB ({RequestBody.MaxBytes} bytes). Send less.", StatusCodes.Status413PayloadTooLarge);
}
