using CsCheck;
using PaymentHub.Domain.BankExchange;
using PaymentHub.Tests.Support;
using Shouldly;
using Xunit;

namespace PaymentHub.Domain.Tests.BankExchange;

public class FileSharesTests
{
    [Fact]
    public void Batches_fill_files_in_their_order_and_never_stand_in_two()
    {
        var loads = Gen.Select(Gen.Int[1, 50], Gen.Long[1, 5_000]).List[0, 30];
        Gen.Select(loads, Gen.Int[50, 90], Gen.Long[5_000, 9_000]).Holds((batches, payments, money) =>
        {
            var all = batches.Select((b, i) => new BatchLoad(
                new Guid(i, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0), b.Item1, new Money(b.Item2))).ToList();
            var capacity = new FileCapacity(payments, payments, new Money(money));
            var files = FileShares.Of(all, capacity).ToList();
            files.SelectMany(f => f).ShouldBe(all.Select(b => b.Id));
            var loadsById = all.ToDictionary(b => b.Id);
            foreach (var file in files)
            {
                file.ShouldNotBeEmpty();
                file.Sum(id => loadsById[id].Payments).ShouldBeLessThanOrEqualTo(payments);
                file.Sum(id => loadsById[id].Amount.Dong).ShouldBeLessThanOrEqualTo(money);
            }
        });
    }

    [Theory]
    [InlineData(11, 1, true)]
    [InlineData(9, 1, true)]
    [InlineData(8, 101, true)]
    [InlineData(8, 100, false)]
    public void A_batch_that_fits_no_file_is_refused_with_the_limits(int payments, long dong, bool isRefused)
    {
        var objection = FileShares.ObjectionTo(
            new BatchLoad(Guid.Empty, payments, new Money(dong)), new FileCapacity(10, 8, new Money(100)));
        (objection is not null).ShouldBe(isRefused);
        if (objection is null) return;
        objection.Code.ShouldBe("batch-too-large");
        objection.Vietnamese.ShouldContain("100");
    }
}
