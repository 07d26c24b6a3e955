namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            /// <summary>Sets the learning rates of an optimizer's groups, once an epoch or step.</summary>
            public abstract class LRScheduler
            {
                protected int _step_count;
                private readonly bool _verbose;
                private double[] _lastRates = [];

                /// <param name="optimizer">Its groups are set now, to the rates of the first epoch.</param>
                /// <param name="last_epoch">Epochs done before; -1 starts anew.</param>
                /// <param name="verbose">Whether each change is printed.</param>
                protected LRScheduler(Optimizer optimizer, int last_epoch = -1, bool verbose = false)
                {
                    ArgumentNullException.ThrowIfNull(optimizer);
                    (Groups, Epoch, _verbose) = ([.. optimizer.ParamGroups], last_epoch, verbose);
                    if (last_epoch < 0)
                        foreach (var group in Groups)
                            group.InitialLearningRate = group.LearningRate;
                    BaseRates = [.. Groups.Select(group => group.InitialLearningRate)];
                }

                private protected IReadOnlyList<ILearningRateController> Groups { get; }

                private protected double[] BaseRates { get; }

                private protected int Epoch { get; private set; }

                public IEnumerable<double> get_last_lr() => _lastRates;

                public virtual void step() => step((int?)null);

                /// <param name="epoch">The epoch to be at; null is the next.</param>
                public virtual void step(int? epoch)
                {
                    _step_count++;
                    Epoch = epoch ?? Epoch + 1;
                    Set([.. epoch is null ? get_lr() : get_closed_form_lr()]);
                }

                /// <param name="current">A measured value, for schedules that react to one.</param>
                /// <param name="epoch">The epoch to be at; null is the next.</param>
                public virtual void step(double current, int? epoch = null) => step(epoch);

                /// <summary>Rates of this epoch, from those of the one before.</summary>
                protected virtual IEnumerable<double> get_lr() => get_closed_form_lr();

                /// <summary>Rates of this epoch, from the initial ones.</summary>
                protected virtual IEnumerable<double> get_closed_form_lr() => get_lr();

                private void Set(double[] rates)
                {
                    for (var i = 0; i < rates.Length; i++)
                    {
                        Groups[i].LearningRate = rates[i];
                        if (_verbose)
                            Console.WriteLine($"Adjusting learning rate of group {i} to {rates[i]:g4}");
                    }
                    _lastRates = rates;
                }
            }
        }
    }
}
