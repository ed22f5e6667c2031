namespace Watchbill.Organization;

/// <summary>The name of a chat platform, such as <c>slack</c>. A value: only a platform's adapter asks which one it is.</summary>
public readonly record struct PlatformId
{
    /// <param name="name">Lower-case letters and digits: it is a key of the organisation file, too.</param>
    public PlatformId(string name) =>
        Name = name.Length > 0 && name.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter))
            ? name
            : throw new ArgumentException($"'{name}' is no name of a platform: use lower-case letters and digits.", nameof(name));

    public string Name { get; }

    public override string ToString() => Name;
}
