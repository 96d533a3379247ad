using System.Text.Json;
using PaymentHub.Seeds.Bank;
using Shouldly;
using Xunit;

namespace PaymentHub.Seeds.Tests.Bank;

public sealed class PresetTests : IDisposable
{
    private readonly string file = Path.GetTempFileName();

    [Fact]
    public void Members_that_are_not_given_keep_their_defaults()
    {
        File.WriteAllText(file, """{"people": 2000, "bank": {"wrongAccount": 9, "rejectRate": 0.01}}""");
        BankPreset.Load(file).ShouldSatisfyAllConditions(
            p => p.WrongAccount.ShouldBe(9), p => p.RejectRate.ShouldBe(0.01m), p => p.DoubleDebit.ShouldBe(1));
    }

    [Fact]
    public void A_misspelt_fault_is_an_error_because_it_would_plant_nothing()
    {
        File.WriteAllText(file, """{"bank": {"wrongAcount": 9}}""");
        Should.Throw<JsonException>(() => BankPreset.Load(file)).Message.ShouldContain("wrongAcount");
    }

    public void Dispose() => File.Delete(file);
}
