using NodaTime;
using Shouldly;
using Xunit;

namespace PaymentHub.BankFormats.Tests;

public class ArchitectureTests
{
    [Fact]
    public void The_formats_know_neither_the_domain_nor_the_service()
    {
        var names = typeof(FileFinding).Assembly.GetReferencedAssemblies().Select(a => a.Name!).ToList();
        names.Where(name => name.StartsWith("PaymentHub", StringComparison.Ordinal)).ShouldBeEmpty();
        names.Where(name => !name.StartsWith("System", StringComparison.Ordinal))
            .ShouldBe([typeof(LocalDate).Assembly.GetName().Name!]);
    }

    [Fact]
    public void The_reasons_are_a_closed_list_of_distinct_codes()
    {
        var codes = typeof(FileReason).GetFields().Select(f => (string)f.GetRawConstantValue()!).ToList();
        codes.Count.ShouldBe(15);
        codes.Distinct().Count().ShouldBe(15);
    }
}
