using NodaTime;

namespace Watchbill.Chat;

public sealed class LengthWordsTests
{
    [Theory]
    [InlineData(0.4, "0.4 s")]
    [InlineData(45, "45 s")]
    [InlineData(80, "1 min 20 s")]
    [InlineData(125, "2 min")]
    [InlineData(3599.7, "1 h")]
    [InlineData(5400, "1 h 30 min")]
    [InlineData(7200, "2 h")]
    [InlineData(86_400, "1 d")]
    [InlineData(273_600, "3 d 4 h")]
    [InlineData(273_600 + 1700, "3 d 4 h")]
    [InlineData(100_000_000, "1,157 d 10 h")]
    public void A_length_has_two_units_at_most(double seconds, string said) => Assert.Equal(said, LengthWords.Of((decimal)seconds));

    [Theory]
    [InlineData(0, "0 s")]
    [InlineData(45, "45 s")]
    [InlineData(150, "2 min 30 s")]
    [InlineData(7200, "2 h")]
    [InlineData(91_830, "1 d 1 h 30 min 30 s")]
    public void What_was_set_is_said_to_its_second(int seconds, string said) =>
        Assert.Equal(said, LengthWords.Exact(Duration.FromSeconds(seconds)));

    [Theory]
    [InlineData(5, "1 min")]
    [InlineData(3569, "59 min")]
    [InlineData(3570, "1 h")]
    [InlineData(5340, "1 h 29 min")]
    [InlineData(7199, "2 h")]
    [InlineData(9000, "3 h")]
    [InlineData(115_200, "32 h")]
    [InlineData(172_800, "2 d")]
    [InlineData(518_400, "6 d")]
    public void Roughly_it_has_one_from_two_hours_on(double seconds, string said) =>
        Assert.Equal(said, LengthWords.Roughly((decimal)seconds));
}
