namespace Watchbill.Rotations;

/// <summary>Why the person of a shift does not hold it. Shifts and gaps have it as words: <c>ana is away</c>.</summary>
/// <param name="Person">Who would hold it.</param>
public sealed record Vacancy(string Person, string Why)
{
    private const string IsAway = "is away";
    private const string HasLeft = "has left";

    public static Vacancy Away(string person) => new(person, IsAway);

    public static Vacancy Left(string person) => new(person, HasLeft);

    /// <summary>What words say; null: nobody in particular is missing.</summary>
    public static Vacancy? Read(string words) =>
        words.Split(' ', 2) is [var person, (IsAway or HasLeft) and var why] ? new(person, why) : null;

    public override string ToString() => $"{Person} {Why}";
}
