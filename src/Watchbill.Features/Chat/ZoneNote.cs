namespace Watchbill.Chat;

/// <summary>Says in which zone the times of a message are, behind the first of them, where it may not be its reader's.</summary>
public sealed class ZoneNote(Reader reader)
{
    private bool isSaid = !reader.Elsewhere;

    /// <summary>What stands behind a time: the city, or nothing. A day alone needs none.</summary>
    public string After(Time time)
    {
        if (isSaid || time.Shape == TimeShape.Date) return "";
        isSaid = true;
        return $" ({TimeWords.City(reader.Zone)})";
    }
}
