namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>Half a cosine from the initial rate to eta_min over T_max epochs.</summary>
                public class CosineAnnealingLR : LRScheduler
                {
                    private readonly double _period;
                    private readonly double _floor;

                    public CosineAnnealingLR(
                        Optimizer optimizer, double T_max, double eta_min = 0, int last_epoch = -1,
                        bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        (_period, _floor) = (T_max, eta_min);
                        step();
                    }

                    protected override IEnumerable<double> get_closed_form_lr() => BaseRates.Select(rate =>
                        _floor + (rate - _floor) * (1 + Math.Cos(Math.PI * Epoch / _period)) / 2);
                }

                /// <summary>A fraction of the initial rate for the first epochs.</summary>
                public class ConstantLR : LRScheduler
                {
                    private readonly double _factor;
                    private readonly int _epochs;

                    public ConstantLR(
                        Optimizer optimizer, double factor = 1.0 / 3, int total_iters = 5, int last_epoch = -1,
                        bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        (_factor, _epochs) = (factor, total_iters);
                        step();
                    }

                    protected override IEnumerable<double> get_closed_form_lr() =>
                        BaseRates.Select(rate => Epoch < _epochs ? rate * _factor : rate);
                }

                /// <summary>A straight line between two fractions of the initial rate.</summary>
                public class LinearLR : LRScheduler
                {
                    private readonly double _start;
                    private readonly double _end;
                    private readonly int _epochs;

                    public LinearLR(
                        Optimizer optimizer, double start_factor = 1.0 / 3, double end_factor = 1.0,
                        int total_iters = 5, int last_epoch = -1, bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        (_start, _end, _epochs) = (start_factor, end_factor, total_iters);
                        step();
                    }

                    protected override IEnumerable<double> get_closed_form_lr() => BaseRates.Select(rate =>
                        rate * (_start + (_end - _start) * Math.Min(_epochs, Epoch) / _epochs));
                }

                /// <summary>The initial rate times (1 - epoch / total) to a power.</summary>
                public class PolynomialLR : LRScheduler
                {
                    private readonly int _epochs;
                    private readonly double _power;

                    public PolynomialLR(
                        Optimizer optimizer, int total_iters = 5, double power = 1.0, int last_epoch = -1,
                        bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        (_epochs, _power) = (total_iters, power);
                        step();
                    }

                    protected override IEnumerable<double> get_closed_form_lr() => BaseRates.Select(rate =>
                        rate * Math.Pow(1.0 - (double)Math.Min(_epochs, Epoch) / _epochs, _power));
                }
            }
        }
    }
}
