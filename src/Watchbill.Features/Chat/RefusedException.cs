namespace Watchbill.Chat;

/// <summary>
/// A person asked for something that cannot be done. The message is one sentence or two that say what to do instead; what stands between
/// backticks is code.
/// </summary>
public sealed class RefusedException(Text said) : Exception(said.ToString())
{
    /// <summary>The message, with its times in the zone of whoever reads it; <see cref="Exception.Message"/> has instants.</summary>
    public Text Said { get; } = said.Marked();

    /// <summary>The argument or form field that is wrong, where there is one.</summary>
    public string? Field { get; init; }

    /// <summary>What is wrong beside <see cref="Field"/>, by field.</summary>
    public IReadOnlyDictionary<string, Text> Others { get; init; } = new Dictionary<string, Text>();

    /// <summary>Where the caller lacks the right, as opposed to the request making no sense. The API answers 403 then.</summary>
    public bool Forbidden { get; init; }

    /// <summary>Where what was named does not exist. The API answers 404 then.</summary>
    public bool Missing { get; init; }

    /// <summary>Where others were in the way, so that the same request may succeed a moment later. The API answers 409 then.</summary>
    public bool Contested { get; init; }

    /// <summary>Where what was said is understood and may mean two things, of which the message asks for one.</summary>
    public bool Asks { get; init; }

    /// <summary>Where somebody is not qualified for what they are put on call for, so that a lead may insist.</summary>
    public bool Unqualified { get; init; }

    /// <summary>A command that does it all the same, behind a button; it asks for what is missing.</summary>
    public string? Insist { get; init; }

    /// <summary>What was probably meant, as it would be typed; null: nothing near.</summary>
    public string? Correction { get; init; }

    /// <summary>A command that would do what was probably meant; offered as a button, never run by itself.</summary>
    public string? DidYouMean { get; init; }
}
