namespace Watchbill.Rotations;

public sealed class VacancyTests
{
    [Theory]
    [InlineData("ana is away", "ana")]
    [InlineData("ana has left", "ana")]
    [InlineData("no layer covers it", null)]
    [InlineData("no is away", "no")] // An id like any other.
    [InlineData("nobody is listed", null)]
    [InlineData("ana", null)]
    public void Words_say_who_is_missing(string words, string? person)
    {
        var vacancy = Vacancy.Read(words);
        Assert.Equal(person, vacancy?.Person);
        if (vacancy is not null) Assert.Equal(words, vacancy.ToString());
    }
}
