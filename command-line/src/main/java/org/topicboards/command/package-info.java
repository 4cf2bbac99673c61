/**
 * What every command shares: {@linkplain org.topicboards.command.CommandRunner how it runs and
 * fails}, {@linkplain org.topicboards.command.ExitCode with which code it ends}, {@linkplain
 * org.topicboards.command.EnvironmentDefaults the environment variable of each option}, and
 * {@linkplain org.topicboards.command.BrokerOption how it finds its broker}.
 */
@NullMarked
package org.topicboards.command;

import org.jspecify.annotations.NullMarked;
