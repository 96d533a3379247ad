using System.Text.Json;
using PaymentHub.Seeds.Bank;
using Shouldly;
using Xunit;

namespace PaymentHub.Seeds.Tests.Bank;

public sealed class CommandTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("paymenthub-bank-").FullName;

    [Fact]
    public async Task Folders_in_give_answers_an_index_and_the_truth()
    {
        var input = Directory.CreateDirectory(Path.Combine(folder, "in")).FullName;
        var output = Path.Combine(folder, "out");
        await File.WriteAllBytesAsync(Path.Combine(input, "AGRI__orders.xml"), PaymentFiles.Pain001(
            PaymentFiles.Id('M', 1), BankOfTests.AgriAccount, "2026-11-02",
            [new OrderedBatch("B1", false, BankOfTests.Payments(1, 120))]));
        var code = await BankCommand.RunAsync(["--in", input, "--out", output, "--state", Path.Combine(folder, "state"),
            "--seed", "5", "--reference", Reference(), "--hostile", "true"]);
        code.ShouldBe(0);
        var index = await File.ReadAllLinesAsync(Path.Combine(output, "bank-files.csv"));
        foreach (var row in index.Skip(1).Select(line => line.Split(',')))
            File.Exists(Path.Combine(output, $"{row[0]}__{row[1]}")).ShouldBeTrue(row[1]);
        using var truth = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(output, "bank-truth.json")));
        var ordered = truth.RootElement.GetProperty("institutions")[0].GetProperty("ordered");
        ordered.GetProperty("count").GetInt32().ShouldBe(120);
        Directory.GetFiles(Path.Combine(output, "hostile")).Length.ShouldBe(5);
    }

    [Fact]
    public async Task A_call_without_folders_explains_itself_and_fails() =>
        (await BankCommand.RunAsync(["--in", folder])).ShouldBe(2);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static string Reference()
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(at.FullName, "PaymentHub.sln")))
            at = at.Parent ?? throw new DirectoryNotFoundException("PaymentHub.sln");
        return Path.Combine(at.FullName, "seeds", "reference");
    }
}
