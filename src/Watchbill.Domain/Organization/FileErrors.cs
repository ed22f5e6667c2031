using System.Globalization;

namespace Watchbill.Organization;

/// <summary>One thing that is wrong in a file, and what to do about it.</summary>
/// <param name="Key">The path of keys that leads there, list entries by their id; empty for the whole file.</param>
/// <param name="Line">Counted from 1.</param>
public sealed record FileError(string File, int Line, string Key, string Message)
{
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{File} line {Line}: {(Key.Length == 0 ? "" : Key + ": ")}{Message}");
}

/// <summary>What is possible in a file and probably not meant.</summary>
/// <param name="Line">Counted from 1.</param>
/// <param name="Key">The path of keys that leads there, list entries by their id.</param>
/// <param name="Id">Of the thing that it is about: a service, a rotation, a person, a calendar.</param>
public sealed record FileWarning(int Line, string Key, string Id, string Text);

/// <summary>Collects what is wrong in a file, so that all of it is said at once, and what is probably not meant.</summary>
public sealed class FileErrors(string file)
{
    // More than a screenful helps nobody: the rest is usually the same mistake again.
    private const int MaxShown = 20;

    // Looking for the nearest name of thousands of wrong ones would take longer than anybody waits.
    private const int Enough = 200;
    private readonly List<FileError> errors = [];
    private readonly List<FileWarning> warnings = [];

    public IReadOnlyList<FileWarning> Warnings => warnings;

    public void Warn(FileWarning warning) => warnings.Add(warning);

    /// <summary>In the order of the file.</summary>
    public IReadOnlyList<FileError> All => [.. errors.Distinct().OrderBy(error => error.Line).Take(MaxShown)];

    public bool Any => errors.Count > 0;

    /// <summary>So much is wrong that more need not be looked for.</summary>
    public bool IsFull => errors.Count >= Enough;

    public void Add(int line, string key, string message)
    {
        if (!IsFull) errors.Add(new FileError(file, line, key, message));
    }
}
